namespace Estate.Adapters.Storage;

/// <summary>
/// The database cannot be used by this program as it is; nothing of it was changed. The message is for people, in both languages.
/// </summary>
public sealed class SchemaException(string message, Exception? cause = null) : IOException(message, cause);
