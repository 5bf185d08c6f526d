"""Submit, watch, download, resume: the steps of a job, each restartable by itself."""
