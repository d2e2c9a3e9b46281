using System.Text;
using SQLitePCL;

namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>A prepared statement: bind, step, read, reset.</summary>
internal sealed class SqliteStatement(SqliteConnection connection, sqlite3_stmt statement) : IDisposable
{
    /// <summary>Binds a name of a collection, which is ASCII and short.</summary>
    public void BindCollection(int index, string collection)
    {
        Span<byte> encoded = stackalloc byte[StateBounds.MaxCollectionLength];
        int length = Encoding.ASCII.GetBytes(collection, encoded);
        connection.Check(raw.sqlite3_bind_text(statement, index, encoded[..length]));
    }

    public void Bind(int index, ReadOnlySpan<byte> blob) => connection.Check(blob.IsEmpty
        // An empty span has no address, which SQLite would take for NULL.
        ? raw.sqlite3_bind_zeroblob(statement, index, 0)
        : raw.sqlite3_bind_blob(statement, index, blob));

    public void Bind(int index, long value) => connection.Check(raw.sqlite3_bind_int64(statement, index, value));

    /// <summary>Runs to the next row.</summary>
    /// <returns>False at the end.</returns>
    public bool Step()
    {
        int code = raw.sqlite3_step(statement);
        connection.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs a statement that yields no rows, and makes it ready to run again.</summary>
    public void Run()
    {
        try
        {
            Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Makes it ready to run again; an error of the last run was thrown by that run.</summary>
    public void Reset() => _ = raw.sqlite3_reset(statement);

    /// <summary>A column, valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? string.Empty;

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public void Dispose() => statement.Dispose();
}
