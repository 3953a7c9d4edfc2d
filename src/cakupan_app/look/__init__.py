"""How things are said to people: sentences in Indonesian and English, figures in each language's marks."""
