"""Other engines on the same server. Run by their own Python (var/bench/peers), never by ours:

DATABASE_URL=… python -m peers      asks: {"engine": "viewflow", "steps": 40}
                                    answers: [seconds of each act]
"""
