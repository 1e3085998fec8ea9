raise ValueError('while importing bad')
