using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Found;
using Estate.Gateway.People;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>Found devices for the people who look after devices: a list, and a form of one page to adopt one.</summary>
internal sealed class FoundPageEndpoints(PageContext page, Adoption adoption)
{
    private const string Path = "/staff/devices/found";

    internal void Map(WebApplication app)
    {
        var pages = app.MapGroup(Path).RequirePage(Role.Staff, Role.Engineer, Role.Administrator);
        pages.MapGet("", (Delegate)AllAsync);
        pages.MapPost("/again", (HttpContext context) =>
        {
            adoption.LookAgain();
            return Results.LocalRedirect(Path);
        });
        pages.MapPost("/newcomer", (Delegate)NewcomerAsync);
        pages.MapPost("/newcomers/take-back", (Delegate)TakeBackAsync);
        pages.MapGet("/{key}", (string key, HttpContext context) => OneAsync(key, context, null, null));
        pages.MapPost("/{key}/adopt", AdoptAsync);
        pages.MapPost("/{key}/hide", (string key, HttpContext context) => HideAsync(key, context, isHidden: true));
        pages.MapPost("/{key}/show", (string key, HttpContext context) => HideAsync(key, context, isHidden: false));
    }

    private Task<IResult> AllAsync(HttpContext context) => ListAsync(context);

    private Task<IResult> TakeBackAsync(HttpContext context) =>
        AfterAsync(context, adoption.TakeBackNewcomers(RequestResults.NameOf(context)));

    private Task<IResult> ListAsync(HttpContext context, Text? said = null, (string, string)? newcomer = null) => page.ShowAsync<FoundPage>(
        context, (nameof(FoundPage.Rows), adoption.Rows(FoundList.Most)),
        (nameof(FoundPage.Hidden), adoption.Rows(FoundList.Most, areHidden: true)),
        (nameof(FoundPage.Dropped), adoption.Dropped), (nameof(FoundPage.Said), said), (nameof(FoundPage.Newcomer), newcomer),
        (nameof(FoundPage.Unused), adoption.Newcomers));

    private async Task<IResult> NewcomerAsync(HttpContext context)
    {
        var made = adoption.AddNewcomer(RequestResults.NameOf(context), out var problem);
        return problem is { } why ? await AfterAsync(context, why) : await ListAsync(context, newcomer: made);
    }

    private async Task<IResult> AfterAsync(HttpContext context, Text? problem) => problem is { } why
        ? await RequestResults.RefusedAsync(context, why, said => ListAsync(context, said)) : Results.LocalRedirect(Path);

    private async Task<IResult> OneAsync(string key, HttpContext context, AdoptBody? typed, Text? said)
    {
        if (adoption.Find(key) is not { } device || adoption.FindRow(key) is not { } row)
        {
            context.Response.StatusCode = HttpMethods.IsGet(context.Request.Method)
                ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict;
            return await ListAsync(context, said ?? new Text("这个设备不在列表里了", "This device is not in the list any more"));
        }
        return await page.ShowAsync<AdoptPage>(
            context, (nameof(AdoptPage.Row), row), (nameof(AdoptPage.Profiles), adoption.ProfilesFor(device)),
            (nameof(AdoptPage.Name), typed?.Name ?? adoption.NameFor(device)), (nameof(AdoptPage.NameZh), typed?.NameZh ?? ""),
            (nameof(AdoptPage.NameEn), typed?.NameEn ?? ""), (nameof(AdoptPage.Chosen), typed?.Profile ?? ""),
            (nameof(AdoptPage.Newcomers), device.DevEui is null ? adoption.Newcomers : []), (nameof(AdoptPage.Said), said),
            (nameof(AdoptPage.IsForEngineer), Callers.Of(context).Roles.Contains(Role.Engineer)));
    }

    private async Task<IResult> AdoptAsync(string key, HttpContext context)
    {
        var form = await RequestResults.FormAsync(context);
        string Field(string name) => form[name].ToString().Trim();
        var settings = form.Where(one => one.Key.StartsWith(AdoptPage.Setting, StringComparison.Ordinal))
            .ToDictionary(one => one.Key[AdoptPage.Setting.Length..], one => (string?)one.Value.ToString());
        var body = new AdoptBody(
            Field("profile"), Field("name"), Field("name_zh"), Field("name_en"), Field("account") is { Length: > 0 } user ? user : null,
            settings);
        var (id, problem) = DeviceLines.Read(Field("settings"), settings) is { } wrong ? (null, wrong)
            : await adoption.AdoptAsync(key, body, RequestResults.NameOf(context));
        return problem is { } why ? await RequestResults.RefusedAsync(context, why, said => OneAsync(key, context, body, said))
            : Results.LocalRedirect($"/staff/devices/{id}");
    }

    private Task<IResult> HideAsync(string key, HttpContext context, bool isHidden) =>
        AfterAsync(context, adoption.Hide(key, isHidden, RequestResults.NameOf(context)));
}
