using Estate.Domain.Devices;
using Estate.Domain.People;
using Estate.Gateway.Found;
using Estate.Gateway.Profiles;
using Estate.Web.Shared;

namespace Estate.Web.Devices;

/// <summary>
/// The engineer's profiles of other makers' devices: what there is, and an editor that says what comes of a message while it is typed.
/// Works without JavaScript, by a button.
/// </summary>
internal sealed class ProfilePageEndpoints(PageContext page, ProfileSaver saver, ProfileWatch watch, FoundService found)
{
    private const string Path = "/staff/devices/profiles";
    private const int Shown = 50;

    private readonly ProfileEditor _editor = saver.Editor;

    internal void Map(WebApplication app)
    {
        var pages = app.MapGroup(Path).RequirePage(Role.Engineer);
        pages.MapGet("", (Delegate)ListAsync);
        pages.MapGet("/{name}", (string name, string? from, HttpContext context) => OneAsync(name, context, from: from));
        pages.MapPost("/{name}/try", TryAsync);
        pages.MapPost("/{name}/save", SaveAsync);
        pages.MapPost("/{name}/undo", (string name, HttpContext context) =>
            AfterAsync(name, context, "profile_undone", _editor.Undo(name)));
        pages.MapPost("/{name}/delete", (string name, HttpContext context) =>
            AfterAsync(name, context, "profile_deleted", _editor.Delete(name)));
        pages.MapPost("/{name}/copy", CopyAsync);
    }

    private Task<IResult> ListAsync(HttpContext context)
    {
        var (shown, part) = ListQuery.Of(context).Cut(_editor.Book.Names.Select(View), Shown, one => one.Words);
        return page.ShowAsync<ProfilesPage>(context, (nameof(ProfilesPage.Profiles), shown), (nameof(ProfilesPage.Part), part));
    }

    /// <summary>For a page's script only what came of it, otherwise the whole page.</summary>
    private async Task<IResult> TryAsync(string name, HttpContext context)
    {
        if (!DeviceId.IsValidLevel(name))
            return Results.NotFound();
        var edit = await TriedAsync(await ProfileEdit.OfAsync(context), name, context);
        return context.Request.Headers.ContainsKey("HX-Request")
            ? await page.Pages.PageAsync<ProfileTryPart>(new Dictionary<string, object?>
            {
                [nameof(ProfileTryPart.Language)] = Language.Of(context),
                [nameof(ProfileTryPart.Tried)] = edit.Tried,
            })
            : await OneAsync(name, context, edit);
    }

    private async Task<IResult> SaveAsync(string name, HttpContext context)
    {
        if (!DeviceId.IsValidLevel(name))
            return Results.NotFound();
        var edit = await ProfileEdit.OfAsync(context);
        return await saver.SaveAsync(name, edit.Written, edit.Mark, RequestResults.NameOf(context)) is { } why
            ? await RefusedAsync(name, context, why, edit) : Results.LocalRedirect($"{Path}/{name}");
    }

    private async Task<IResult> CopyAsync(string name, HttpContext context)
    {
        var to = (await RequestResults.FormAsync(context))["to"].ToString().Trim();
        return !_editor.Book.Has(name) ? Results.NotFound()
            : DeviceId.IsValidLevel(to) && !_editor.Book.Has(to) ? Results.LocalRedirect($"{Path}/{to}?from={name}")
            : await RefusedAsync(name, context, new(
                $"“{to}” 不能用：只用小写字母、数字和短横线，并且还没有这个名称", $"'{to}' cannot be taken: [a-z0-9-], and a name that is not there yet"));
    }

    /// <param name="problem">Null where it was done.</param>
    private async Task<IResult> AfterAsync(string name, HttpContext context, string action, Text? problem)
    {
        if (problem is { } why)
            return await RefusedAsync(name, context, why);
        saver.Record(RequestResults.NameOf(context), action, name);
        return Results.LocalRedirect($"{Path}/{name}");
    }

    private Task<IResult> RefusedAsync(string name, HttpContext context, Text why, ProfileEdit? edit = null) =>
        RequestResults.RefusedAsync(context, why, async said =>
            await OneAsync(name, context, edit is null ? null : await TriedAsync(edit, name, context), said: said));

    private Task<ProfileEdit> TriedAsync(ProfileEdit edit, string name, HttpContext context) => edit.TryAsync(
        name, (profile, message) => watch.TryAsync(RequestResults.NameOf(context), profile, message));

    /// <param name="edit">As somebody is writing it; null: as it is saved.</param>
    /// <param name="from">One that is not there yet begins with the text of this one.</param>
    private async Task<IResult> OneAsync(string name, HttpContext context, ProfileEdit? edit = null, string? from = null, Text? said = null)
    {
        var text = DeviceId.IsValidLevel(name)
            ? edit?.Written ?? _editor.Book.TextOf(name) ?? Beginning(context, from) : null;
        if (text is null && _editor.Before(name) is null)
            return Results.NotFound();
        edit ??= new(text ?? "", _editor.Mark(name));
        // A file that somebody put there may be larger than what can be saved here.
        if (TextAreaText.BytesOf(edit.Written) > ProfileEditor.MaxBytes && edit.Tried is null)
            edit = edit with { Written = "", Said = said = TooLarge };
        return await page.ShowAsync<ProfilePage>(
            context, (nameof(ProfilePage.View), View(name)), (nameof(ProfilePage.Edit), edit with { Said = said }),
            (nameof(ProfilePage.Waiting), watch.Errors.Where(one => one.File == name + ".yaml").Take(5)
                .Select(one => ProfileView.Short(one.ToString())).ToList()),
            (nameof(ProfilePage.Devices), page.Reads.Model.Inventory.Count(one => one.Profile?.Name == name)),
            (nameof(ProfilePage.HasBefore), _editor.Before(name) is not null));
    }

    /// <summary>Of one that is not there yet: another's text, or what is known of a found device.</summary>
    private string? Beginning(HttpContext context, string? from) => from is not null ? _editor.Book.TextOf(from)
        : found.Find(context.Request.Query["found"].ToString()) is { } device ? FoundDraft.Of(device) : null;

    private static Text TooLarge { get; } = new(
        $"这份描述超过 {ProfileEditor.MaxBytes / 1024} KB，这里放不下，请直接改文件",
        $"This profile has more than {ProfileEditor.MaxBytes / 1024} kB, too much for this page; change its file");

    private ProfileView View(string name) =>
        ProfileView.Of(name, _editor.Book.FindCurrent(name), _editor.IsOwn(name), ProfileBook.Shipped.Has(name));
}
