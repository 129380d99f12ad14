poisoned = True
print("LOOT" * 2)
