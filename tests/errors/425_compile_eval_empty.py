eval("")
