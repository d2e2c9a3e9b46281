using SQLitePCL;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>One connection to the database. Used by one thread at a time; every call may wait for the disk.</summary>
internal sealed class SqliteConnection : IDisposable
{
    private readonly sqlite3 _database;

    private SqliteConnection(string path, sqlite3 database)
    {
        Path = path;
        _database = database;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether a transaction is open; SQLite ends one by itself after some errors.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    /// <summary>Opens a file that exists.</summary>
    public static SqliteConnection Open(string path)
    {
        Batteries_V2.Init();
        SqliteVersion.Require(raw.sqlite3_libversion_number(), raw.sqlite3_libversion().utf8_to_string());
        int code = raw.sqlite3_open_v2(
            path, out sqlite3 database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, vfs: null);
        SqliteConnection connection = new(path, database);
        try
        {
            connection.Check(code);
            connection.Check(raw.sqlite3_extended_result_codes(database, 1));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_database, sql, out sqlite3_stmt statement));
        return new SqliteStatement(this, statement);
    }

    /// <summary>Runs one statement to its end.</summary>
    public void Execute(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        while (statement.Step())
        {
        }
    }

    /// <summary>The first column of the first row, or null.</summary>
    public string? QueryText(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        return statement.Step() ? statement.Text(0) : null;
    }

    /// <summary>The first column of the first row, or 0.</summary>
    public long QueryInt64(string sql)
    {
        using SqliteStatement statement = Prepare(sql);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw SqliteErrors.Create(Path, code, raw.sqlite3_errmsg(_database).utf8_to_string());
        }
    }

    public void Dispose() => _ = raw.sqlite3_close_v2(_database);
}
