using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Estate.Gateway.People;

/// <summary>How what people prove themselves with is kept: short codes under a keyed hash, keys encrypted.</summary>
internal sealed class PeopleSecrets(byte[] key, IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("people.authenticator");

    internal string Close(string text) => _protector.Protect(text);

    /// <summary>Null when it cannot be read any more: the keys of the data folder were lost.</summary>
    internal string? Open(string text)
    {
        try
        {
            return _protector.Unprotect(text);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal string Hash(string code) => OneTimeCodes.Hash(key, code);
}
