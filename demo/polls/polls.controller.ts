import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { AuditTrail } from 'nest-audit-trail';
import { Account } from '../accounts/account.entity.js';
import { CurrentAccount, SignedIn } from '../accounts/signed-in.js';
import { IdPipe } from '../web/id.pipe.js';
import { AsPage, ThenShow } from '../web/page.js';
import { TextPipe } from '../web/text.pipe.js';
import { ChoicesPipe } from './choices.pipe.js';
import { editPollPage } from './poll.pages.js';
import { Poll } from './poll.entity.js';
import { PollsService } from './polls.service.js';

const QUESTION = new TextPipe({ min: 3, max: 200 });
const pathOf = (poll: Poll) => `/threads/${poll.threadId}#poll-${poll.id}`;

@Controller()
@SignedIn()
export class PollsController {
  constructor(@Inject(PollsService) private readonly polls: PollsService) {}

  @Post('threads/:id/polls')
  @AuditTrail({ action: 'poll.create' })
  @ThenShow(pathOf)
  create(
    @CurrentAccount() author: Account,
    @Param('id', IdPipe) threadId: number,
    @Body('question', QUESTION) question: string,
    @Body('choices', ChoicesPipe) choices: string[],
  ): Promise<Poll> {
    return this.polls.create(author, threadId, question, choices);
  }

  @Get('polls/:id/edit')
  @AsPage(editPollPage)
  form(@CurrentAccount() author: Account, @Param('id', IdPipe) id: number): Promise<Poll> {
    return this.polls.getOwn(author, id);
  }

  @Post('polls/:id')
  @HttpCode(200)
  @AuditTrail({ action: 'poll.edit' })
  @ThenShow(pathOf)
  edit(
    @CurrentAccount() author: Account,
    @Param('id', IdPipe) id: number,
    @Body('question', QUESTION) question: string,
    @Body('choices', ChoicesPipe) choices: string[],
  ): Promise<Poll> {
    return this.polls.edit(author, id, question, choices);
  }
}
