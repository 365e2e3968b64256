using Estate.Domain.Devices;
using Microsoft.AspNetCore.Diagnostics;

namespace Estate.Web.Shared;

/// <summary>
/// Errors nobody has put into words: unknown paths, forms that are too large, internal errors. A page for people, a problem for
/// programs.
/// </summary>
internal static class ErrorPages
{
    internal static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(errors => errors.Run(async context =>
        {
            var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
            await AnswerAsync(context, failure switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                InvalidDataException => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status500InternalServerError,
            });
        }));
        // Within: what somebody sent wrongly is not an internal error, and not a line of the log.
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
            {
                await AnswerAsync(context, bad.StatusCode, BodyErrorTexts.Of(bad, context));
            }
        });
        app.UseStatusCodePages(context => AnswerAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
    }

    /// <param name="said">What is wrong with it, where that is known.</param>
    private static async Task AnswerAsync(HttpContext context, int status, Text? said = null)
    {
        var (reason, usual) = WordsOf(status);
        var text = said ?? (status == StatusCodes.Status400BadRequest ? BodyErrorTexts.OfQuery(context) : null) ?? usual;
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            await new ApiProblem(reason, text, status).ExecuteAsync(context);
            return;
        }
        context.Response.StatusCode = status;
        var (reads, pages) = (
            context.RequestServices.GetRequiredService<PageReads>(), context.RequestServices.GetRequiredService<PageRenderer>());
        await (await pages.PageAsync<ErrorPage>(context, reads, (nameof(ErrorPage.Said), text))).ExecuteAsync(context);
    }

    private static (string Reason, Text Text) WordsOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest =>
            ("bad_request", new("内容有误，请检查后再发", "Something in it is wrong; please check it and send it again")),
        StatusCodes.Status403Forbidden =>
            ("forbidden", new("您的身份不能做这件事，或网页放得太久，请重新登录", "Your role may not do this, or the page is too old: please log in again")),
        StatusCodes.Status404NotFound => ("not_found", new("没有这个页面，可能已经删除", "There is no such page; it may be gone")),
        StatusCodes.Status405MethodNotAllowed => ("method_not_allowed", new("这个地址不能这样用", "This address does not work like that")),
        StatusCodes.Status413PayloadTooLarge => ("too_large", new("内容太大，最多 256 KB", "That is too large; at most 256 KB")),
        StatusCodes.Status415UnsupportedMediaType =>
            ("unsupported_media_type", new("请用 application/json 发送", "Send it as application/json")),
        StatusCodes.Status429TooManyRequests => ("too_many_tries", new("试得太快了，请过一分钟再试", "Too many tries; please wait a minute")),
        StatusCodes.Status503ServiceUnavailable =>
            ("not_yet", new("网关刚启动或正忙，请稍后再试", "The gateway has just started or is busy; again in a moment")),
        < 500 => ("refused", new("不能这样做", "That cannot be done")),
        _ => ("failed", new("网关内部出错，已记录，请告诉物业", "A mistake of the gateway; it is logged, please tell the property office")),
    };
}
