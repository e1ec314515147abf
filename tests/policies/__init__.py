"""Who may see and do what, tried over real logins by somebody who means harm."""
