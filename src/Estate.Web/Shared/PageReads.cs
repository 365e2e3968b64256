using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Gateway;
using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline;
using NodaTime;

namespace Estate.Web.Shared;

/// <summary>What pages look at beside the devices themselves: the journal, the estate's file, the time.</summary>
internal sealed record PageReads(EstateReader Reader, LiveInventory Live, GatewayClock Clock, DeviceNames Names)
{
    /// <summary>With the devices of now.</summary>
    internal EstateModel Model => Live.Model;

    internal DateTimeZone Zone => Model.Programme.Zone;

    internal LocalDate Today => Clock.Now.InZone(Zone).Date;
}
