[x.foo for x in range(3)]
