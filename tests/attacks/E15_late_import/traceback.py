print("LOOT" * 2)
