using System.Text.Json.Serialization;
using Estate.Domain.Devices;

namespace Estate.Domain.People;

/// <summary>What households are asked (居民打钩, and the second and third tick of a project).</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<PollKind>))]
public enum PollKind
{
    /// <summary>Yes or no, or one of a few.</summary>
    Question,

    /// <summary>Which projects matter most; several may be ticked.</summary>
    List,

    /// <summary>How a project is to be done.</summary>
    Variants,

    /// <summary>How it turned out: five grades, the best first.</summary>
    Satisfaction,
}
