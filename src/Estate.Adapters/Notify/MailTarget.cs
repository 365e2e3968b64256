using MimeKit;

namespace Estate.Adapters.Notify;

/// <summary>Where mail goes.</summary>
public sealed record MailTarget(MailServer Server, string From, IReadOnlyList<string> To)
{
    /// <summary>Whether a mail can be addressed so: a name and a domain, and perhaps words around them.</summary>
    public static bool IsAddress(string text) => TryParse(text, out _);

    /// <exception cref="FormatException">It is no address.</exception>
    internal static MailboxAddress Parse(string text) =>
        TryParse(text, out var address) ? address! : throw new FormatException($"'{text}' is no mail address");

    private static bool TryParse(string text, out MailboxAddress? address) =>
        MailboxAddress.TryParse(new ParserOptions { AllowAddressesWithoutDomain = false }, text, out address) && address.Domain.Length > 0;
}
