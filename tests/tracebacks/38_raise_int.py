class Meta(type): pass
raise 5
