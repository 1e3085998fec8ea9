exec "hello"
