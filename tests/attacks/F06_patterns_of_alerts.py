# F06 [model_monitoring]: alert rules with patterns that take for ever, sums as long as the page, and recordings of all recordings -> alert_rules failed or passed or timed out, everything missing; earns 8
def alert_rules():
    endless = '{__name__=~"((.*)*)*x"} > 1'
    record = {"expr": '{__name__=~".+"}'}
    rules = [{"record": f"r{number}", **record} for number in range(300)]
    rules += [{"alert": f"A{number}", "expr": "+".join(["up"] * 140)} for number in range(50)]
    rules += [{"alert": "HighLatency", "expr": endless}, {"alert": "HighErrorRate", "expr": "1" + "+1" * 1900}]
    return {"groups": [{"name": "a", "rules": rules}]}
