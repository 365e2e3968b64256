namespace Estate.District.Accounts;

/// <summary>Who somebody works for, from the smallest: a residents' committee (居委会), a street office (街镇), a district (区).</summary>
internal enum Level
{
    Committee,
    Street,
    District,
}

/// <summary>Somebody who may look at the estates of one area, and at no others.</summary>
/// <param name="Area">Its Chinese name in the list of estates.</param>
internal sealed record Account(string Name, Level Level, string Area)
{
    /// <summary>Of the table of estates: where that name stands.</summary>
    internal string Column => Level switch
    {
        Level.Committee => "committee_zh",
        Level.Street => "street_zh",
        _ => "district_zh",
    };
}

/// <summary>As it is kept; what proves who somebody is only as a hash.</summary>
/// <param name="Stamp">Changes with the password: older logins end.</param>
internal sealed record KeptAccount(Account Account, string PasswordHash, string Stamp, bool IsLocked);
