using Estate.Domain.Devices;

namespace Estate.Web.Shared;

/// <summary>An address asks for what cannot be: 400 with the reason, on a page and from the API.</summary>
internal sealed class BadQueryException(Text said) : BadHttpRequestException(said.En, StatusCodes.Status400BadRequest)
{
    internal Text Said => said;

    internal static BadQueryException Of(string name, string zh, string en) =>
        new(new($"请检查地址里的 {name}：{zh}", $"check {name} in the address: {en}"));
}
