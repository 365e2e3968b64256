using Estate.Domain.Devices;

namespace Estate.Web.Plan;

/// <summary>How a mark looks: each has a colour and a shape of its own.</summary>
public enum MarkState
{
    /// <summary>A round one: in order, something is free.</summary>
    Free,

    /// <summary>A square: in use, full.</summary>
    Busy,

    /// <summary>A diamond: nobody can say.</summary>
    Unknown,

    /// <summary>A triangle: something is wrong.</summary>
    Trouble,
}

/// <summary>A device on the plan.</summary>
/// <param name="Says">What it is and how, in words.</param>
public sealed record PlanMark(DeviceId Device, PlanSpot Spot, MarkState State, Text Says)
{
    /// <summary>A letter or a number.</summary>
    public Text Sign { get; init; }

    /// <summary>One of many in a row: drawn small, and reached by the list of its kind.</summary>
    public bool IsSmall { get; init; }

    public string Href { get; init; } = "";

    /// <summary>What somebody may use there; null where nothing is to be had.</summary>
    public PlanOffer? Offer { get; init; }
}

/// <summary>So many of something that people look for.</summary>
/// <param name="What">In the words behind a number, such as "free sockets".</param>
/// <param name="Price">As a sentence; null where nobody knows it.</param>
public sealed record PlanOffer(Text What, DoubtfulCount Count, Text? Price = null);
