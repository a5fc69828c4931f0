"""绩效自评: narratives in our own words, whose every number is a figure and every praise a judged claim."""
