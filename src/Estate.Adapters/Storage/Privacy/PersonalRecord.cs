using Estate.Domain.Devices;
using NodaTime;

namespace Estate.Adapters.Storage.Privacy;

/// <summary>One kind of record in which people are.</summary>
/// <param name="Name">Of the retention rule that ends it, where one does.</param>
/// <param name="Why">What it is needed for.</param>
/// <param name="Until">With a rule, what its days count from; otherwise what ends it.</param>
public sealed record PersonalRecord(string Name, string Table, Text What, Text Why, Text Until)
{
    /// <summary>Columns of its table in which somebody can be recognised.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Of bodies: which member makes a row one of these; null: every row of the table is one.</summary>
    internal PersonalMember? Member { get; init; }

    /// <summary>SQL over the table for how many of <see cref="Whom"/> there are; null: nobody can tell.</summary>
    internal string? Persons { get; init; }

    /// <summary>SQL for when a row was made, in milliseconds; null where it has no time.</summary>
    internal string? At { get; init; }

    /// <summary>SQL for the kind of device a row belongs to; null where rows belong to none.</summary>
    internal string? Group { get; init; }

    /// <summary>What is counted as one person, in the plural.</summary>
    public Text Whom { get; init; } = new("个名字（含程序的）", "names, of programs too");
}

/// <summary>How much of it there is now, all in all or at one kind of device.</summary>
/// <param name="Where">Null: all in all.</param>
/// <param name="Persons">Null where nobody can tell.</param>
/// <param name="Oldest">Null where there is none, or nobody can tell.</param>
public sealed record PersonalCount(Text? Where, long Rows, long? Persons, Instant? Oldest);

/// <summary>A kind of record and how much of it there is.</summary>
/// <param name="Days">After which the retention rule ends it; null where no rule does.</param>
public sealed record PersonalHolding(PersonalRecord Record, int? Days, IReadOnlyList<PersonalCount> Counts);
