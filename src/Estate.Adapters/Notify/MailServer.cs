namespace Estate.Adapters.Notify;

/// <summary>How a mail server is spoken to.</summary>
public enum MailTls
{
    /// <summary>In the clear: a relay on the same network.</summary>
    None,

    /// <summary>From the clear into TLS by STARTTLS, as on port 587; nothing is sent where the server does not offer it.</summary>
    StartTls,

    /// <summary>TLS from the first byte, as on port 465.</summary>
    Implicit,
}

/// <summary>A mail server, with a user's name where it wants one.</summary>
public sealed record MailServer(string Host, int Port, MailTls Tls)
{
    /// <summary>The authority that signed its certificate; null for one that the system knows.</summary>
    public string? CaFile { get; init; }

    /// <summary>Null or empty for a relay that asks nobody.</summary>
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <param name="word">
    /// <c>true</c>, <c>false</c> (YAML's other words for them too), <c>starttls</c>, <c>implicit</c>, or nothing for what the port is
    /// known for.
    /// </param>
    /// <returns>Null for another word.</returns>
    public static MailTls? TlsOf(string word, int port) => word.ToUpperInvariant() switch
    {
        "FALSE" or "NO" or "N" or "OFF" => MailTls.None,
        "STARTTLS" => MailTls.StartTls,
        "IMPLICIT" => MailTls.Implicit,
        "" or "TRUE" or "YES" or "Y" or "ON" when port is 465 or 994 => MailTls.Implicit,
        "TRUE" or "YES" or "Y" or "ON" => MailTls.StartTls,
        "" => MailTls.None,
        _ => null,
    };
}
