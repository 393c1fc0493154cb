"""Keys of ours in the preferences of articles: what is ours is known again by them."""

REPLY = "zammad_plugin_reply"  # first words that triage sends
SIGNAL = "zammad_plugin_signal"  # everything that the Signal bridge writes
