using DaaCompute.Net.Storage.Tests.Sqlite;

// Started by the test runner, this does nothing; started by a crash test, it is the process to be killed.
return args is ["write", string path, string from] ? await CrashWriter.RunAsync(path, long.Parse(from, null)) : 0;
