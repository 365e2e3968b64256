using System.Security.Cryptography;
using Estate.Gateway.People;
using Estate.Web.Shared;
using Microsoft.AspNetCore.DataProtection;

namespace Estate.Web.People;

/// <summary>What the login's pages need.</summary>
internal sealed class LoginState(
    PageReads reads, PageRenderer pages, Invitations invitations, IDataProtectionProvider protection, KnownBrowsers known)
{
    internal PageReads Reads => reads;

    internal PageRenderer Pages => pages;

    internal Invitations Invitations => invitations;

    internal KnownBrowsers Known => known;

    /// <summary>Whose password was right, while the code is asked for.</summary>
    internal ITimeLimitedDataProtector Pending { get; } = protection.CreateProtector("people.pending").ToTimeLimitedDataProtector();

    internal string[] Opened(string pending)
    {
        try
        {
            return Pending.Unprotect(pending).Split(' ');
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
