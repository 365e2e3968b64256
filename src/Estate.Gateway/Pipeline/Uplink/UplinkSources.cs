using Estate.Adapters.District;
using Estate.Adapters.Storage;
using Estate.Adapters.Storage.Leaving;
using Estate.Gateway.Configuration;

namespace Estate.Gateway.Pipeline.Uplink;

/// <summary>What leaves the estate, and where to; null: nothing does.</summary>
internal sealed class UplinkSources(EstateModel model, DataFolder folder, EstateDatabase database, EstateReader reader)
{
    internal DistrictTarget? Target => model.District;

    internal LeavingFacts OpenJournal() => new(database, reader);

    internal JournalEpoch OpenEpoch() => new(folder);
}
