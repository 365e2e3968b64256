namespace Estate.Cli.Commands;

/// <summary>
/// What a device shall prove itself with: a password, or a certificate for so many days; into a folder below <paramref name="Out"/>.
/// </summary>
internal sealed record Credential(bool IsCertificate, int Days, string? Out)
{
    /// <summary>Null where a password is only shown: a key always goes into a file.</summary>
    internal string? FolderOf(string name) => (Out ?? (IsCertificate ? "." : null)) is { } folder ? Path.Combine(folder, name) : null;
}
