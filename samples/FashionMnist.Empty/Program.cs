// Does nothing: what .NET itself takes.
return 0;
