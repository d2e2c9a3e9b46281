namespace DaaCompute.Net.Storage.Sqlite;

/// <summary>The tables, brought up to date step by step. The schema's version is the number of steps taken.</summary>
/// <param name="migrations">The steps, each of several statements.</param>
internal sealed class StateSchema(IReadOnlyList<string[]> migrations)
{
    /// <summary>"DaaS" in ASCII, in the header of the file: what the file is, for tools and for us.</summary>
    private const int ApplicationId = 0x44616153;

    /// <summary>
    /// One table without row ids, for then the rows are the tree: read in order, they prove that each can be found.
    /// </summary>
    internal static string[][] CurrentSteps { get; } =
    [
        [
            """
            CREATE TABLE state (
              collection TEXT NOT NULL,
              key BLOB NOT NULL,
              value BLOB NOT NULL,
              digest BLOB NOT NULL,
              PRIMARY KEY (collection, key)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE TABLE totals (id INTEGER PRIMARY KEY CHECK (id = 0), value BLOB NOT NULL) STRICT",
            "INSERT INTO totals (id, value) VALUES (0, zeroblob(32))",
            $"PRAGMA application_id = {ApplicationId}",
        ],
    ];

    public static StateSchema Current { get; } = new(CurrentSteps);

    /// <summary>Takes the steps that are missing, all or none.</summary>
    /// <returns>The version before and after.</returns>
    /// <exception cref="StateStoreException">It is newer than this program, or something else altogether.</exception>
    public (long Before, long After) Migrate(SqliteConnection connection)
    {
        long version = connection.QueryInt64("PRAGMA user_version");
        bool isEmpty = version == 0 && connection.QueryInt64("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isEmpty && connection.QueryInt64("PRAGMA application_id") != ApplicationId)
        {
            throw new StateStoreException(
                StateStoreError.Unusable,
                $"'{connection.Path}' is not a state store; set {StateStoreOptions.PathSetting} to another file.");
        }

        if (version > migrations.Count)
        {
            throw new StateStoreException(
                StateStoreError.Unusable,
                $"'{connection.Path}' was written by a newer version of this program (its schema is {version}, the newest "
                + $"known here is {migrations.Count}). Update the program, or set {StateStoreOptions.PathSetting} to another file.");
        }

        if (version == migrations.Count)
        {
            return (version, version);
        }

        connection.Execute("BEGIN IMMEDIATE");
        foreach (string statement in migrations.Skip((int)version).SelectMany(step => step))
        {
            connection.Execute(statement);
        }

        connection.Execute($"PRAGMA user_version = {migrations.Count}");
        connection.Execute("COMMIT");
        return (version, migrations.Count);
    }
}
