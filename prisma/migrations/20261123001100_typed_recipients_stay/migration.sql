-- Recipients typed by hand are set aside until a file that takes their place has been read.
GRANT UPDATE ("position") ON "MessageRecipient" TO portal_app;
