# Modules that import each other, and globals of their own.
import sys
sys.path.insert(0, 'modules')
import ping
import pong
print(ping.serve(3), pong.answer(2), ping.pong is pong, pong.ping is ping)
value = 'main'
print(ping.value, pong.value, value, ping.get_value(), pong.get_value())
import shapes
square = shapes.Square(3)
print(square, square.area(), isinstance(square, shapes.Shape), type(square).__module__, shapes.Shape.count)
class Circle(shapes.Shape):
    def area(self):
        return 3 * self.size ** 2
print(Circle(2), Circle(2).area(), shapes.largest([square, Circle(1), Circle(5)]), shapes.Shape.count)
print(__name__, shapes.__name__, shapes.module_name())
