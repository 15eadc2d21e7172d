"""The button *Picture* among the figures for curators: a chart, for the one who pressed it."""

from slack_bolt import App
from slack_bolt.kwargs_injection.args import Args

from bot.chart import NoChartsError, chart
from bot.claims import Claims
from bot.curators import Curators
from bot.listeners.after_ack import AfterAck
from bot.listeners.clicks import touch_of
from bot.names import Action
from bot.outbox import Outbox
from bot.refusal import RefusalError
from bot.statistics import Statistician
from bot.upload import File, upload
from bot.views.home import Nothing
from bot.views.sentences import sentence
from bot.views.statistics import NO_SCOPE, NOT_CONFIRMED, NOTHING, PICTURE, alt_text


def register(
    app: App,
    after_ack: AfterAck,
    statistician: Statistician,
    curators: Curators,
    claims: Claims,
    outbox: Outbox,
) -> None:
    @app.action(Action.CHART)
    @after_ack
    def on_picture(args: Args) -> None:
        touch = touch_of(args, Nothing)
        if not claims.take("click", touch.team, touch.trigger):
            return
        try:
            curators.require(touch.person)
            statistics = statistician.of(touch.team)
            content = chart(statistics)
        except (RefusalError, NoChartsError) as reason:
            outbox.post(args.client, touch.person, sentence(str(reason)), None)
            return
        title = statistics.total.name or NOTHING
        file = File("statistics.png", title, content, alt_text(statistics))
        upload(
            args.client,
            touch.person,
            sentence(PICTURE),
            file,
            no_scope=NO_SCOPE,
            not_confirmed=NOT_CONFIRMED,
        )
