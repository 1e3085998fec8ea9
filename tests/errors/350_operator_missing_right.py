x = a +
