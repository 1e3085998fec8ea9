(int, *str, **List[bytes]) -> Dict[int, str]
