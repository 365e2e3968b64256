using Estate.Domain.People;
using Estate.Gateway.Found;
using Estate.Gateway.People;
using Estate.Web.News;
using NodaTime;

namespace Estate.Web.Devices;

/// <summary>For those who look after devices: some announced themselves and are nobody's yet.</summary>
internal sealed class FoundNews(Adoption adoption) : INewsSource
{
    public Task<IReadOnlyList<NewsLine>> FindAsync(Caller? who, Instant since)
    {
        var count = who?.Roles.Any(role => role is Role.Engineer or Role.Administrator) == true ? adoption.Rows(FoundList.Most).Count : 0;
        return Task.FromResult<IReadOnlyList<NewsLine>>(count == 0 ? []
            : [new(
                new($"有 {count} 个设备自己报到，还没有接入",
                    count == 1 ? "1 device announced itself and is not adopted yet"
                    : $"{count} devices announced themselves and are not adopted yet"), "/staff/devices/found")]);
    }
}
