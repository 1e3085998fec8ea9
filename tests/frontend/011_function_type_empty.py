() -> None

