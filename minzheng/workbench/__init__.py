"""工作台: the door for staff. Reads rooms below and draws pages; long work goes to the job worker."""
