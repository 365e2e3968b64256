using Estate.Gateway.Configuration;
using Estate.Gateway.Pipeline.Uplink;
using Estate.TestKit;
using Xunit;

namespace Estate.Gateway.Tests.Pipeline.Uplink;

public sealed class JournalEpochTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(inMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_journal_keeps_its_name_while_it_grows()
    {
        var first = Epoch();
        Assert.False(first.TryOpen(0));
        first.Begin(0);
        first.Save(5);
        var next = Epoch();
        Assert.True(next.TryOpen(7));
        Assert.Equal(first.Name, next.Name);
    }

    [Fact]
    public void A_journal_shorter_than_it_was_is_another()
    {
        var first = Epoch();
        first.Begin(5);
        Assert.False(Epoch().TryOpen(4));
        File.WriteAllText(_folder.File(JournalEpoch.FileName), "rubbish");
        Assert.False(Epoch().TryOpen(9));
    }

    private JournalEpoch Epoch() => new(new DataFolder(_folder.Path));
}
