(int, ) -> None
