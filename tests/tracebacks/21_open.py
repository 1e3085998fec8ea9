open('/nonexistent')
