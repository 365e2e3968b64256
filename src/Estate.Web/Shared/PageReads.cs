using Estate.Adapters.Storage;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using NodaTime;

namespace Estate.Web.Shared;

/// <summary>What pages look at beside the devices themselves: the journal, the estate's file, the time.</summary>
internal sealed record PageReads(EstateReader Reader, EstateModel Model, GatewayClock Clock)
{
    internal DateTimeZone Zone => Model.Programme.Zone;

    internal LocalDate Today => Clock.Now.InZone(Zone).Date;
}
