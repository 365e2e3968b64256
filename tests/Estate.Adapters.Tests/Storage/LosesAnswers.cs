namespace Estate.Adapters.Tests.Storage;

/// <summary>The server has taken the lines, and whoever sent them does not learn it.</summary>
internal sealed class LosesAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private int _requests;

    internal int Every { get; set; } = int.MaxValue;

    internal int Lost { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (++_requests % Every != 0)
            return answer;
        answer.Dispose();
        Lost++;
        throw new HttpRequestException("the connection broke off");
    }
}
