using Estate.Adapters.Storage;
using Estate.Domain.Devices;
using Estate.Web.Shared;

namespace Estate.Web.Journal;

internal sealed record JournalRow(long N, string At, string Device, string What, string Late)
{
    internal static JournalRow Of(JournalEntry entry, PageReads reads, Language language) => new(
        entry.N, entry.Fact.Time.At.Read(reads.Zone), language.Pick(reads.Names.Of(entry.Fact.Device)),
        language.Pick(reads.Names.InWords(entry.Describe(reads.Zone))),
        entry.Fact.Time.IsLate ? language.Pick("事后得知", "known only afterwards") : "");
}
